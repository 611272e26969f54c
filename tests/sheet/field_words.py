"""The words that people in the field type, and what is meant by them: read by the tests of the catalog and of the page.

Each word must bring one of the meant interventions (or terms, by vocabulary) among the first three.
"""

from __future__ import annotations

from typing import Final

INTERVENTIONS: Final = {
    "BVM": "bvm", "bag mask": "bvm", "bagging": "bvm", "OPA": "airway_opa", "NPA": "airway_npa", "nasal trumpet": "airway_npa",
    "IGel": "airway_sga_single", "i-gel": "airway_sga_single", "i gel": "airway_sga_single", "King": "airway_sga_single",
    "SGA": "airway_sga_single", "LMA": "airway_sga_lma", "ETT": "ett", "intubation": "ett", "intubate": "ett",
    "bougie": "ett_bougie",
    "RSI": "rsi", "cric": "cric", "suction": "suction_upper", "Yankauer": "suction_upper", "Heimlich": "fbao_manual",
    "jaw thrust": "airway_jaw_thrust", "head tilt": "airway_head_tilt", "OG tube": "gastric_og", "NG tube": "gastric_ng",
    "O2": "oxygen o2_nasal_cannula o2_nrb", "oxygen": "oxygen", "NRB": "o2_nrb", "nonrebreather": "o2_nrb",
    "NC": "o2_nasal_cannula",
    "CPAP": "cpap", "BiPAP": "bipap", "PEEP": "peep_bvm", "vent": "vent_manage", "needle D": "needle_decompression",
    "needle decompression": "needle_decompression", "chest decompression": "needle_decompression", "NDC": "needle_decompression",
    "chest tube": "chest_tube_monitor chest_tube_assist chest_tube_insert",
    "IV": "iv_access", "IO": "io_access", "EZ-IO": "io_access", "EJ": "ej_access", "saline lock": "iv_to_lock iv_access",
    "blood draw": "venous_sampling", "PICC": "central_line_monitor indwelling_port_access", "port": "indwelling_port_access",
    "12-lead": "ecg12_acquire", "12 lead": "ecg12_acquire", "EKG": "ecg12_acquire ecg12_interpret", "ECG": "ecg12_acquire ecg",
    "monitor": "cardiac_monitor_apply", "rhythm strip": "rhythm_interpret", "AED": "aed", "defib": "defib_manual aed",
    "shock": "aed defib_manual", "cardiovert": "cardioversion", "sync": "cardioversion", "pacing": "pacing_tcp",
    "TCP": "pacing_tcp",
    "vagal": "vagal_maneuver", "CPR": "cpr_manual", "compressions": "cpr_manual", "LUCAS": "cpr_mechanical",
    "SMR": "cervical_collar c_spine_manual", "c-collar": "cervical_collar", "ccollar": "cervical_collar",
    "c collar": "cervical_collar",
    "c-spine": "c_spine_manual", "backboard": "long_board", "KED": "seated_smr", "traction": "splint_traction",
    "Hare": "splint_traction",
    "splint": "splint_extremity", "pelvic binder": "pelvic_binder", "tourniquet": "tourniquet", "TQ": "tourniquet",
    "CAT": "tourniquet",
    "chest seal": "chest_seal", "occlusive": "chest_seal", "packing": "wound_packing", "quikclot": "hemostatic_agent",
    "restraints": "restraint_mechanical", "BGL": "glucose_check", "blood sugar": "glucose_check", "fingerstick": "glucose_check",
    "d-stick": "glucose_check", "pulse ox": "pulse_oximetry", "SpO2": "pulse_oximetry", "BP": "bp_manual bp_auto",
    "EtCO2": "etco2_numeric etco2_waveform", "capno": "etco2_waveform etco2_numeric", "delivery": "childbirth_normal",
    "ASA": "aspirin_po", "aspirin": "aspirin_po", "baby aspirin": "aspirin_po", "NTG": "nitro_sl_own nitro_sl_agency",
    "nitro": "nitro_sl_own nitro_sl_agency", "epi": "epi_iv_arrest epi_auto_agency epi_im_vial",
    "epi pen": "epi_auto_agency epi_auto_own", "epipen": "epi_auto_agency epi_auto_own", "epi IM": "epi_im_vial",
    "epi 1:10,000": "epi_iv_arrest", "epi 1:1000": "epi_im_vial", "push dose epi": "epi_push_dose",
    "adrenaline": "epi_iv_arrest epi_auto_agency",
    "narcan": "naloxone_in_unit", "D10": "dextrose10_iv", "D25": "dextrose25_iv", "D50": "dextrose50_iv",
    "dextrose": "dextrose10_iv dextrose50_iv", "oral glucose": "glucose_oral", "glucagon": "glucagon_im glucagon_in",
    "NS": "saline_bolus", "normal saline": "saline_bolus", "LR": "lactated_ringers", "fluid bolus": "iv_fluid_bolus saline_bolus",
    "zofran": "ondansetron_odt ondansetron_parenteral", "phenergan": "promethazine", "benadryl": "diphenhydramine_parenteral",
    "versed": "midazolam", "ativan": "lorazepam", "valium": "diazepam", "ketamine": "ketamine", "haldol": "haloperidol",
    "etomidate": "etomidate", "roc": "rocuronium", "succs": "succinylcholine", "sux": "succinylcholine", "TXA": "txa",
    "albuterol": "albuterol_neb", "neb": "albuterol_neb", "duoneb": "albuterol_ipratropium_neb", "atrovent": "ipratropium_neb",
    "inhaler": "albuterol_mdi_own", "MDI": "albuterol_mdi_own", "solumedrol": "methylprednisolone",
    "solu-medrol": "methylprednisolone",
    "decadron": "dexamethasone", "mag": "magnesium", "toradol": "ketorolac", "tylenol": "acetaminophen_po",
    "motrin": "ibuprofen_po",
    "ibuprofen": "ibuprofen_po", "fent": "fentanyl", "morphine": "morphine", "dilaudid": "hydromorphone",
    "nitrous": "nitrous_oxide",
    "adenosine": "adenosine", "amio": "amiodarone", "lido": "lidocaine_antiarrhythmic", "atropine": "atropine_iv",
    "cardizem": "diltiazem",
    "lasix": "furosemide", "bicarb": "sodium_bicarbonate", "calcium": "calcium_chloride", "levophed": "norepinephrine",
    "dopamine": "dopamine",
    "heparin": "heparin", "tPA": "thrombolytic", "duodote": "duodote", "mark 1": "duodote", "cyanokit": "hydroxocobalamin",
    "pitocin": "oxytocin", "insulin": "insulin", "suboxone": "buprenorphine", "PRBC": "packed_red_cells_initiate",
    "FFP": "plasma",
    "whole blood": "whole_blood_initiate", "1191": "aspirin_po", "392230005": "iv_access",
}  # fmt: skip

# By the label of the control on the page "History", the vocabulary of its list, the word and the codes that are meant.
CONDITIONS: Final = {
    "past_history": {
        "heart attack": "I25.2 I22.9", "MI": "I25.2 I22.9", "afib": "I48.91", "a-fib": "I48.91", "CAD": "I25.10 I25.119",
        "stroke": "Z86.73 I63.9", "CVA": "Z86.73 I63.9", "TIA": "Z86.73", "HTN": "I10", "high blood pressure": "I10",
        "CHF": "I50.9", "COPD": "J44.9",
        "diabetes": "E10.8 E11.8", "asthma": "J45.30", "seizures": "G40.319", "GERD": "K21.9", "high cholesterol": "E78.5",
        "ESRD": "N18.6", "dialysis": "N18.6", "DVT": "I82.91", "SVT": "I47.1", "depression": "F33.9", "dementia": "F03.90",
    },
    "symptom": {
        "heart attack": "I21", "ACS": "I21 R07.9 I20.9", "afib": "I48.91", "stroke": "I63.9", "CVA": "I63.9",
        "chest pain": "R07.9", "CP": "R07.9", "SOB": "R06.02",
        "sweat": "R61", "diaph": "R61", "dizzy": "R42", "syncope": "R55", "passed out": "R55", "N/V": "R11.0 R11.10",
        "throwing up": "R11.10",
        "AMS": "R41.82", "confused": "R41.82 R41.0", "HA": "R51", "fever": "R50.9",
    },
    "impression": {
        "heart attack": "I21", "ACS": "I21 I20.9 I21.4", "afib": "I48.91", "stroke": "I63.9", "CVA": "I63.9", "STEMI": "I21.3",
        "CHF": "I50.9",
        "DKA": "E13.65", "seizure": "G40.89 G40.909", "overdose": "T50.90", "AMS": "R41.82", "anaphylaxis": "T78.40",
    },
}  # fmt: skip
